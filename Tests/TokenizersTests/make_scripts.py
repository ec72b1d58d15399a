#!/usr/bin/env python3
"""Writes Sources/Tokenizers/Unicode/ScriptRanges.swift: the script of every Unicode scalar, as the Oniguruma of the
tokenizers library has it.

    pip install tokenizers==0.23.3
    Tests/TokenizersTests/make_scripts.py > Sources/Tokenizers/Unicode/ScriptRanges.swift
"""

import textwrap

from tokenizers import Regex, pre_tokenizers

NAMES = """
Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki Bopomofo
Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common
Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs
Elbasan Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema
Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi
Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki
Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic
Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao
Modi Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari Newa New_Tai_Lue Nko Nushu
Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian
Old_South_Arabian Old_Turkic Old_Uyghur Ol_Onal Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa
Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting Sinhala Sogdian
Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil
Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Toto Tulu_Tigalari Ugaritic Vai Vithkuqi Wancho
Warang_Citi Yezidi Yi Zanabazar_Square""".split()

SCALARS = [scalar for scalar in range(0x110000) if not 0xD800 <= scalar <= 0xDFFF]
TEXT = "".join(map(chr, SCALARS))


def ranges(name):
    """The runs of scalars of a script."""
    splitter = pre_tokenizers.Split(Regex(f"\\P{{{name}}}+"), "removed")
    for _, (start, end) in splitter.pre_tokenize_str(TEXT):
        first, last = SCALARS[start], SCALARS[end - 1]
        yield f"{first:X}" if first == last else f"{first:X}-{last:X}"


def main():
    print("// Written by Tests/TokenizersTests/make_scripts.py.")
    print()
    print("extension Scripts {")
    print("  /// The scalars of each script in Unicode 16.0, in hexadecimal; those of no line are of no script.")
    print('  static let ranges: StaticString = """')
    for name in NAMES:
        line = f"{name} {' '.join(ranges(name))}"
        for wrapped in textwrap.wrap(line, 104, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False):
            print(f"    {wrapped}")
    print('    """')
    print("}")


main()
