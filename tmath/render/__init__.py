"""An Answer or a System turned into text, JSON, LaTeX or HTML; solves nothing."""
