"""The rules: pure functions over plain data. No clock, no input or output, nothing awaited."""
