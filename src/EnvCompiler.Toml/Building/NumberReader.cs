using System.Globalization;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Building;

/// <summary>Integers and floats (toml.io/en/v1.1.0#integer, #float).</summary>
internal static class NumberReader
{
    /// <summary>The number, or null and what is wrong.</summary>
    internal static TomlValue? TryRead(ReadOnlySpan<char> value, TomlSpan span, out string? problem)
    {
        problem = null;
        var negative = value[0] == '-';
        var unsigned = value[0] is '+' or '-' ? value[1..] : value;
        if (unsigned is "inf")
            return new TomlFloat(span, negative ? double.NegativeInfinity : double.PositiveInfinity);
        if (unsigned is "nan")
            return new TomlFloat(span, double.NaN);
        if (unsigned.Length > 1 && unsigned[0] == '0' && unsigned[1] is 'x' or 'o' or 'b')
            return ReadPrefixed(value, unsigned, span, out problem);
        return unsigned.IndexOfAny('.', 'e', 'E') >= 0
            ? ReadFloat(value, unsigned, span, out problem)
            : ReadDecimal(value, unsigned, span, out problem);
    }

    private static TomlInteger? ReadPrefixed(ReadOnlySpan<char> value, ReadOnlySpan<char> unsigned, TomlSpan span, out string? problem)
    {
        var digits = unsigned[2..];
        var bits = unsigned[1] switch { 'x' => 4, 'o' => 3, _ => 1 };
        problem = value.Length == unsigned.Length ? null : $"`{value}` has a base and cannot have a sign";
        if (problem is not null || !DigitsAreWell(digits, 1 << bits))
        {
            problem ??= NotANumber(value);
            return null;
        }

        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit == '_')
                continue;
            if (number > long.MaxValue >> bits)
            {
                problem = TooBig(value);
                return null;
            }

            number = (number << bits) | (uint)DigitValue(digit);
        }

        return new TomlInteger(span, number);
    }

    private static TomlInteger? ReadDecimal(ReadOnlySpan<char> value, ReadOnlySpan<char> unsigned, TomlSpan span, out string? problem)
    {
        problem = IntegerProblem(value, unsigned);
        if (problem is not null)
            return null;
        if (long.TryParse(WithoutUnderscores(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return new TomlInteger(span, number);
        problem = TooBig(value);
        return null;
    }

    private static TomlFloat? ReadFloat(ReadOnlySpan<char> value, ReadOnlySpan<char> unsigned, TomlSpan span, out string? problem)
    {
        var exponentAt = unsigned.IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? unsigned : unsigned[..exponentAt];
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        problem = IntegerProblem(value, whole);
        if (dot >= 0 && !DigitsAreWell(mantissa[(dot + 1)..], 10))
            problem ??= NotANumber(value);
        if (exponentAt >= 0)
        {
            var exponent = unsigned[(exponentAt + 1)..];
            if (!DigitsAreWell(exponent is ['+' or '-', ..] ? exponent[1..] : exponent, 10))
                problem ??= NotANumber(value);
        }

        return problem is null
            ? new TomlFloat(span, double.Parse(WithoutUnderscores(value), NumberStyles.Float, CultureInfo.InvariantCulture))
            : null;
    }

    private static string? IntegerProblem(ReadOnlySpan<char> value, ReadOnlySpan<char> digits) =>
        !DigitsAreWell(digits, 10) ? NotANumber(value)
        : digits.Length > 1 && digits[0] == '0' ? $"`{value}` starts with a zero, which numbers may not"
        : null;

    /// <summary>One digit at least, and underscores only between digits.</summary>
    private static bool DigitsAreWell(ReadOnlySpan<char> digits, int radix)
    {
        var afterDigit = false;
        foreach (var c in digits)
        {
            if (c == '_' ? !afterDigit : DigitValue(c) >= radix)
                return false;
            afterDigit = c != '_';
        }

        return afterDigit;
    }

    private static int DigitValue(char c) => char.IsAsciiHexDigit(c) ? c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10 : int.MaxValue;

    private static string WithoutUnderscores(ReadOnlySpan<char> value) => value.ToString().Replace("_", "", StringComparison.Ordinal);

    private static string NotANumber(ReadOnlySpan<char> value) => $"`{value}` is not a number";

    private static string TooBig(ReadOnlySpan<char> value) => $"`{value}` does not fit in 64 bits";
}
