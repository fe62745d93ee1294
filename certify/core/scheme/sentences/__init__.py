"""The sentences in which faults of scheme files are told: each once, in Swedish and English beside each other."""
