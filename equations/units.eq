"""Units: the bases of the language and what is derived from them.

Every system knows these without `use`. SI prefixes k M G T P E and m u n stand before every spelling of a unit
flagged `prefixed`; Ki Mi Gi Ti before the `binary` ones as well. `count` units are of things whose number is
rounded when people write it (7B parameters).
"""

units:
    byte, B, bytes      [prefixed, binary]  "Information"
    FLOP                [prefixed]          "Floating-point operations, a multiplication and an addition being two"
    param, params       [prefixed, count]   "Parameters of a model"
    token, tokens       [prefixed, count]   "Tokens of text"
    USD, $              [prefixed]          "US dollars"
    m, metre, metres    [prefixed]          "Length"
    g, gram, grams      [prefixed]          "Mass"
    s, second, seconds  [prefixed]          "Time"
    A, ampere           [prefixed]          "Electric current"
    K, kelvin           [prefixed]          "Temperature"

    bit, bits             = 0.125  [byte, prefixed, binary]  "An eighth of a byte"
    percent, %            = 0.01   [1]                       "A hundredth"

    min, minute, minutes  = 60      [s]    "Minute"
    h, hour, hours        = 3600    [s]    "Hour"
    day, d, days          = 24      [h]    "Day of 24 hours"
    week, weeks           = 7       [day]  "Week of 7 days"
    month, months         = 30      [day]  "Month of 30 days"
    year, years           = 365.25  [day]  "Julian year"
    GPUh                  = 1       [h]    "An hour of one GPU, which counts as time: GPUs are numbers"

    FLOPS                 = 1  [FLOP/s, prefixed]  "FLOP per second; write FLOP/s where you can"
    PFday, PFdays         = 1  [PFLOP/s*day]       "A day at 1e15 FLOP/s: 8.64e19 FLOP"

    t, tonne, tonnes      = 1000  [kg, prefixed]        "Tonne"
    N, newton             = 1     [kg*m/s^2, prefixed]  "Force"
    J, joule, joules      = 1     [N*m, prefixed]       "Energy"
    W, watt, watts        = 1     [J/s, prefixed]       "Power"
    Wh                    = 1     [W*h, prefixed]       "Energy of one watt for an hour"
    V, volt, volts        = 1     [W/A, prefixed]       "Voltage"
    ohm, ohms             = 1     [V/A, prefixed]       "Resistance"
    Hz, hertz             = 1     [1/s, prefixed]       "Frequency"
