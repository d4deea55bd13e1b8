namespace EnvCompiler.Model.Configurations;

/// <summary>What configuration files say of running somebody's environment.</summary>
public enum Trust
{
    /// <summary>Nothing: a person has to say.</summary>
    Unknown,

    /// <summary>It may be run.</summary>
    Allowed,

    /// <summary>It may not be run.</summary>
    Denied,
}
