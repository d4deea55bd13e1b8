using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary>After which ends a service is started again.</summary>
[JsonConverter(typeof(RestartPolicyJsonConverter))]
public enum RestartPolicy
{
    /// <summary>After none.</summary>
    Never,

    /// <summary>After all but a success: exit code 0 of a service that was ready.</summary>
    OnFailure,

    /// <summary>After every end of its own, a success included.</summary>
    Always,
}
