namespace EnvCompiler.Model.Backends;

/// <summary>What a backend's variable may hold.</summary>
public enum BackendValueType
{
    /// <summary>Any text but control characters.</summary>
    Text,

    /// <summary>A whole number within <see cref="BackendVariable.Min"/> and <see cref="BackendVariable.Max"/>.</summary>
    Integer,

    /// <summary>A number that may have a fraction, in seconds or percent.</summary>
    Number,

    /// <summary><c>true</c>, <c>1</c>, <c>yes</c>, <c>on</c> or <c>false</c>, <c>0</c>, <c>no</c>, <c>off</c>, in any case.</summary>
    Switch,

    /// <summary>One of <see cref="BackendVariable.Values"/>.</summary>
    Choice,

    /// <summary>A file or directory.</summary>
    FilePath,
}
