"""The pictures in the README, made by the project itself."""
