"""Is it right? Theory, published figures and stylised facts that the model is held against."""
