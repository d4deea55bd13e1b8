using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary>What becomes of a service whose supervisor was killed.</summary>
[JsonConverter(typeof(OrphanPolicyJsonConverter))]
public enum OrphanPolicy
{
    /// <summary>It runs on, and the next supervisor looks after it.</summary>
    Adopt,

    /// <summary>The next supervisor ends it and starts it anew.</summary>
    End,
}
