"""How each kind of value looks on the wire: what the codec and the presets read and write with."""
