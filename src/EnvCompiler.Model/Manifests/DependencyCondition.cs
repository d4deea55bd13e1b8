using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary>How far a service must be for those that depend on it.</summary>
[JsonConverter(typeof(DependencyConditionJsonConverter))]
public enum DependencyCondition
{
    /// <summary>Its program has been started.</summary>
    Started,

    /// <summary>It is ready.</summary>
    Ready,

    /// <summary>It has ended by itself with exit code 0.</summary>
    Completed,
}
