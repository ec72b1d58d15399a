// NeuronPreferences
