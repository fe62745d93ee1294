"""The commands of `certify`, one file for each group; `certify.service.cli` puts them together."""
