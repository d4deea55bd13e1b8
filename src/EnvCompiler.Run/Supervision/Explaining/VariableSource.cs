using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>Where a service's variable gets its value from, weakest first: of several the last one counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VariableSource>))]
public enum VariableSource
{
    /// <summary>The engine's data file.</summary>
    [JsonStringEnumMemberName("backend-default")]
    BackendDefault,

    /// <summary><c>default</c> of <c>[vars]</c>.</summary>
    [JsonStringEnumMemberName("vars-default")]
    VarsDefault,

    /// <summary><c>settings</c> of the service.</summary>
    [JsonStringEnumMemberName("settings")]
    Settings,

    /// <summary>The variables that envc was started with.</summary>
    [JsonStringEnumMemberName("caller")]
    Caller,

    /// <summary>A plain value of <c>[vars]</c>.</summary>
    [JsonStringEnumMemberName("vars")]
    Vars,

    /// <summary>A secret of <c>[vars]</c>: the caller's, else the kept one.</summary>
    [JsonStringEnumMemberName("secret")]
    Secret,

    /// <summary><c>model</c> of the service, as it is locked.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary><c>vars</c> of the service.</summary>
    [JsonStringEnumMemberName("service-vars")]
    ServiceVars,

    /// <summary>What the pipeline's stage resolve-model finds.</summary>
    [JsonStringEnumMemberName("resolve-model")]
    ResolveModel,
}
