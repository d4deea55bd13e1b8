using System.Diagnostics.CodeAnalysis;

namespace EnvCompiler.Model.Diagnostics;

/// <summary>A value, or the reasons why there is none; warnings may accompany either.</summary>
/// <typeparam name="T">What is asked for.</typeparam>
public sealed class Result<T>
{
    private readonly T? value;

    private Result(T? value, bool ok, IReadOnlyList<Diagnostic> diagnostics)
    {
        this.value = value;
        Ok = ok;
        Diagnostics = diagnostics;
    }

    /// <summary>True when there is a value.</summary>
    public bool Ok { get; }

    /// <summary>All problems found, in source order where they have one.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The value; asking for it on a failure is a bug and throws.</summary>
    public T Value => Ok ? value! : throw new InvalidOperationException($"no value: {string.Join("; ", Diagnostics)}");

    /// <summary>A value, with warnings if there are any.</summary>
    public static Result<T> Success(T value, IReadOnlyList<Diagnostic>? warnings = null) => new(value, ok: true, warnings ?? []);

    /// <summary>A failure; at least one diagnostic must be an error.</summary>
    public static Result<T> Failure(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (!diagnostics.Any(d => d.Severity == Severity.Error))
            throw new ArgumentException("a failure needs an error", nameof(diagnostics));
        return new(default, ok: false, diagnostics);
    }

    /// <summary>A failure for one reason.</summary>
    public static Result<T> Failure(Diagnostic diagnostic) => Failure([diagnostic]);

    /// <summary>The value where there is one.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T result)
    {
        result = value;
        return Ok;
    }

    /// <summary>The value where there is one, and what there is to report either way: warnings, or the reasons.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T result, out IReadOnlyList<Diagnostic> diagnostics)
    {
        diagnostics = Diagnostics;
        return TryGet(out result);
    }

    /// <summary>A value is its own success.</summary>
    public static implicit operator Result<T>(T value) => Success(value);

    /// <summary>A diagnostic is a failure.</summary>
    public static implicit operator Result<T>(Diagnostic diagnostic) => Failure(diagnostic);
}
