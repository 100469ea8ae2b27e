"""Linear scale with round axis ticks; shade of a value in a heat map."""

from dataclasses import dataclass

SHADES = 5


@dataclass(frozen=True)
class Scale:
    """Linear scale from zero to at least `maximum`; valid for an empty chart too."""

    maximum: int
    length: float

    def of(self, value: float) -> float:
        """Length of a value in units of the drawing."""
        return round(value * self.length / self.top, 1)

    @property
    def step(self) -> int:
        """Distance of ticks: 1, 2 or 5 times a power of ten, with at most five steps."""
        power = 1
        while True:
            for factor in (1, 2, 5):
                if factor * power * 5 >= self.maximum:
                    return factor * power
            power *= 10

    @property
    def top(self) -> int:
        """The first tick at or above the maximum."""
        return max(-(-self.maximum // self.step), 1) * self.step

    @property
    def ticks(self) -> range:
        return range(0, self.top + 1, self.step)


def shade(value: int, most: int) -> int:
    """Shade of a value, from 0 for zero to SHADES for the largest."""
    return -(-value * SHADES // most) if most else 0
