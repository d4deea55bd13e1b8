namespace EnvCompiler.Store.Surveying;

/// <summary>What is known of a package's maintainer scripts before anything is built.</summary>
public enum ScriptVerdict
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>All of every script is understood.</summary>
    Parsed,

    /// <summary>What was not understood has been reviewed by a person.</summary>
    Reviewed,

    /// <summary>Nobody knows what a part of a script does.</summary>
    Unknown,

    /// <summary>The scripts could not be read.</summary>
    Unread,
}
