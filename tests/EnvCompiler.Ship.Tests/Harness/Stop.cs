namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>How a push ends in its middle.</summary>
public enum Stop
{
    /// <summary>Killed; the registry does not see the request.</summary>
    BeforeRequest,

    /// <summary>Killed; the registry has done what was asked.</summary>
    AfterRequest,

    /// <summary>The registry is there and does nothing any more.</summary>
    Unavailable,
}
