"""The tables behind `arrays.py`: what makes a million questions as quick as a thousand."""
