namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>One request to a registry.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Uri">Absolute.</param>
/// <param name="Scope">What a token for it must allow.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Uri, RegistryScope Scope)
{
    /// <summary>Makes the body, anew for each try; null where there is none.</summary>
    internal Func<HttpContent>? Body { get; init; }

    /// <summary>Whether a failed try may be repeated as it is. The body of an upload may have arrived in part, so its sender decides.</summary>
    internal bool MayRepeat { get; init; } = true;

    /// <summary>Types that the answer may have.</summary>
    internal IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Only the bytes from here on.</summary>
    internal long From { get; init; }

    /// <summary>Until the first byte of the answer, from when the body was sent.</summary>
    internal TimeSpan? Patience { get; init; }
}
