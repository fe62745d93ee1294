"""The certificate format and its check."""
