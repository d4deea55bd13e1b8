namespace EnvCompiler.Host.Network;

/// <summary>How a download ended.</summary>
public enum FetchOutcome
{
    /// <summary>Everything arrived and is what was asked for.</summary>
    Fetched,

    /// <summary>The server says that what is at hand is still right.</summary>
    NotModified,

    /// <summary>The server has no such file (404, 410).</summary>
    Missing,

    /// <summary>What arrived has another size or hash.</summary>
    Corrupt,

    /// <summary>The server cannot be reached, refuses, or breaks off.</summary>
    Unreachable,
}
