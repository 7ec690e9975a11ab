"""A pendulum of small swing."""

quantities:
    length     [m]      "From the pivot to the bob"
    g = 9.81   [m/s^2]  "Acceleration of free fall"
    period, T  [s]      "There and back"

equations:
    period = 2 * pi * sqrt(length / g)
