using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Building;

/// <summary>Dates and times (RFC 3339 section 5.6, toml.io/en/v1.1.0#offset-date-time).</summary>
internal ref struct DateTimeReader
{
    private ReadOnlySpan<char> rest;
    private bool failed;

    /// <summary>The date or time, or null and what is wrong.</summary>
    internal static TomlDateTime? TryRead(ReadOnlySpan<char> value, TomlSpan span, TomlVersion version, out string? problem)
    {
        var reader = new DateTimeReader { rest = value };
        var result = reader.Read(span, version);
        problem = result is null ? $"`{value}` is not a valid date or time" : null;
        return result;
    }

    private TomlDateTime? Read(TomlSpan span, TomlVersion version)
    {
        DateOnly? date = null;
        TimeOnly? time = null;
        TimeSpan? offset = null;
        if (rest.Length > 2 && rest[2] == ':')
        {
            time = ReadTime(version);
        }
        else
        {
            date = ReadDate();
            if (!failed && rest.Length > 0)
            {
                failed = rest[0] is not ('T' or 't' or ' ');
                rest = rest[1..];
                time = ReadTime(version);
                if (rest.Length > 0)
                    offset = ReadOffset();
            }
        }

        return failed || rest.Length > 0 ? null : new TomlDateTime(span, date, time, offset);
    }

    private DateOnly? ReadDate()
    {
        var year = Digits(4);
        Expect('-');
        var month = Digits(2);
        Expect('-');
        var day = Digits(2);
        failed |= year < 1 || month is < 1 or > 12 || day < 1;
        failed = failed || day > DateTime.DaysInMonth(year, month);
        return failed ? null : new DateOnly(year, month, day);
    }

    private TimeOnly? ReadTime(TomlVersion version)
    {
        var hour = Digits(2);
        Expect(':');
        var minute = Digits(2);
        var second = 0;
        var ticks = 0L;
        if (version == TomlVersion.V10 || rest is [':', ..])
        {
            Expect(':');
            second = Digits(2);
            if (rest is ['.', ..])
                ticks = ReadFraction();
        }

        failed |= hour > 23 || minute > 59 || second > 59;
        return failed ? null : new TimeOnly(hour, minute, second).Add(TimeSpan.FromTicks(ticks));
    }

    private long ReadFraction()
    {
        rest = rest[1..];
        var ticks = 0L;
        var scale = TimeSpan.TicksPerSecond;
        var count = 0;
        for (; count < rest.Length && char.IsAsciiDigit(rest[count]); count++)
        {
            scale /= 10;
            ticks += scale * (rest[count] - '0');
        }

        failed |= count == 0;
        rest = rest[count..];
        return ticks;
    }

    private TimeSpan? ReadOffset()
    {
        var sign = rest[0];
        rest = rest[1..];
        if (sign is 'Z' or 'z')
            return TimeSpan.Zero;
        failed |= sign is not ('+' or '-');
        var hours = Digits(2);
        Expect(':');
        var minutes = Digits(2);
        failed |= hours > 23 || minutes > 59;
        return TimeSpan.FromMinutes((sign == '-' ? -1 : 1) * ((hours * 60) + minutes));
    }

    private int Digits(int count)
    {
        if (failed || rest.Length < count || rest[..count].ContainsAnyExceptInRange('0', '9'))
        {
            failed = true;
            return 0;
        }

        var number = 0;
        foreach (var c in rest[..count])
            number = (number * 10) + (c - '0');
        rest = rest[count..];
        return number;
    }

    private void Expect(char wanted)
    {
        if (failed || rest.Length == 0 || rest[0] != wanted)
            failed = true;
        else
            rest = rest[1..];
    }
}
