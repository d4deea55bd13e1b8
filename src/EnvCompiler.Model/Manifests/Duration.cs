using System.Globalization;

namespace EnvCompiler.Model.Manifests;

/// <summary>Durations as people write them: numbers with units, largest first, <c>500ms</c>, <c>1.5s</c>, <c>1h30m</c>.</summary>
public static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The pattern of what is accepted (ECMA-262, for the JSON Schema).</summary>
    public const string Pattern = @"^(?=.)([0-9]+(\.[0-9]+)?h)?([0-9]+(\.[0-9]+)?m)?([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?$";

    /// <summary>Parses a duration; zero is one, a sign or a missing unit is not. The longest is 365 days.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan();
        var nextUnit = 0;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits > 0 && rest[digits] == '.')
                digits = rest[(digits + 1)..].IndexOfAnyExceptInRange('0', '9') is > 0 and var fraction ? digits + 1 + fraction : -1;
            if (digits <= 0 || digits > 12)
                return false;
            var afterNumber = rest[digits..];
            var length = afterNumber.IndexOfAnyInRange('0', '9') is >= 0 and var next ? next : afterNumber.Length;
            var unit = IndexOf(afterNumber[..length]);
            if (unit < nextUnit)
                return false;
            var number = double.Parse(rest[..digits], CultureInfo.InvariantCulture);
            if (number > Longest / Units[unit].Length)
                return false;
            duration += Units[unit].Length * number;
            nextUnit = unit + 1;
            if (duration > Longest)
                return false;
            rest = afterNumber[length..];
        }

        return nextUnit > 0;
    }

    private static int IndexOf(ReadOnlySpan<char> unit)
    {
        for (var i = 0; i < Units.Length; i++)
        {
            if (unit.SequenceEqual(Units[i].Unit))
                return i;
        }

        return -1;
    }
}
