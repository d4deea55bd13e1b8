using System.Globalization;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Backends;

/// <summary>One variable of a backend: how it is checked and which argument it becomes.</summary>
public sealed record BackendVariable
{
    /// <summary>Whole name, e.g. <c>LLAMACPP_CTX_SIZE</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it means, for people.</summary>
    public string? Description { get; init; }

    /// <summary>What it may hold.</summary>
    public BackendValueType Type { get; init; }

    /// <summary>Smallest number allowed.</summary>
    public long? Min { get; init; }

    /// <summary>Largest number allowed.</summary>
    public long? Max { get; init; }

    /// <summary>Numbers between <see cref="Min"/> and <see cref="Max"/> that are not allowed.</summary>
    public IReadOnlyList<long>? Except { get; init; }

    /// <summary>The words of a <see cref="BackendValueType.Choice"/>.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The server cannot start without it.</summary>
    public bool Required { get; init; }

    /// <summary>Used when the variable is not set.</summary>
    public string? Default { get; init; }

    /// <summary>Flag that takes the value as the next argument, e.g. <c>-c</c>.</summary>
    public string? Flag { get; init; }

    /// <summary>Arguments of a switch that is on; null when there are none.</summary>
    public IReadOnlyList<string>? On { get; init; }

    /// <summary>Arguments of a switch that is off; null when there are none.</summary>
    public IReadOnlyList<string>? Off { get; init; }

    /// <summary>Never printed, never an argument.</summary>
    public bool Secret { get; init; }

    /// <summary>The engine's own variable that gets the value, e.g. <c>LLAMA_API_KEY</c>.</summary>
    public string? ExportAs { get; init; }

    /// <summary>Another variable that must not be set together with this one.</summary>
    public string? Excludes { get; init; }

    /// <summary>Only where the server listens on a TCP port, not on a unix socket.</summary>
    public bool TcpOnly { get; init; }

    /// <summary>The value names a file that must be readable when the server starts.</summary>
    public bool ReadableFile { get; init; }

    /// <summary>Whether the value becomes arguments of the server.</summary>
    [JsonIgnore]
    public bool IsArgument => Flag is not null || On is not null || Off is not null;

    /// <summary>What a switch's text means; null when it is neither on nor off.</summary>
    public static bool? ParseSwitch(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => null,
    };

    /// <summary>Why a value is not allowed, as the end of a sentence (<c>must be a whole number, at least 0</c>), or null.</summary>
    public string? Validate(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return "must not contain control characters";
        }

        if (text.Length == 0)
            return Required ? "must not be empty" : null;
        return Type switch
        {
            BackendValueType.Integer => ValidateInteger(text),
            BackendValueType.Number => ValidateNumber(text),
            BackendValueType.Switch when ParseSwitch(text) is null => "must be true or false",
            BackendValueType.Choice when !Values!.Contains(text, StringComparer.Ordinal) => $"must be one of {string.Join(", ", Values!)}",
            _ => null,
        };
    }

    private string? ValidateInteger(string text)
    {
        var valid = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && text[0] != '+' && InRange(number) && Except?.Contains(number) != true;
        return valid ? null : $"must be a whole number{Range}";
    }

    private string? ValidateNumber(string text)
    {
        var valid = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && InRange(number);
        return valid ? null : $"must be a number{Range}";
    }

    private bool InRange(double number) => !(number < Min) && !(number > Max);

    private string Range => (Min, Max) switch
    {
        ({ } min, { } max) => $" from {min} to {max}{Exceptions}",
        ({ } min, null) => $", at least {min}{Exceptions}",
        (null, { } max) => $", at most {max}{Exceptions}",
        _ => Exceptions,
    };

    private string Exceptions => Except is { Count: > 0 } ? $", not {string.Join(" or ", Except)}" : "";
}
