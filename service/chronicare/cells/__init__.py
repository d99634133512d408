"""The cell language: S-FEEL unary tests with units, three-valued, typed when loaded. No disease, no money."""
