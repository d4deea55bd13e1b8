using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Host.Network;

/// <summary>A finished download.</summary>
/// <typeparam name="T">What the reader made of the bytes.</typeparam>
/// <param name="Outcome">How it ended.</param>
public sealed record FetchResult<T>(FetchOutcome Outcome)
{
    /// <summary>What the reader returned; only after <see cref="FetchOutcome.Fetched"/>.</summary>
    public T? Value { get; init; }

    /// <summary>Ask with these the next time.</summary>
    public Validators? Validators { get; init; }

    /// <summary>Why there is no value; null after <see cref="FetchOutcome.Fetched"/> and <see cref="FetchOutcome.NotModified"/>.</summary>
    public Diagnostic? Problem { get; init; }
}
