"""The policies as data: one TOML file per programme, and the registry of platforms."""
