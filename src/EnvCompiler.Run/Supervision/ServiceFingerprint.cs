using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// What decides how a service runs: its definition, the root it runs in, its target and the values of <c>[vars]</c>. The number of the generation and what one shell
/// has exported and another has not do not count.
/// </summary>
internal static class ServiceFingerprint
{
    /// <summary>64 hexadecimal digits.</summary>
    internal static string Of(ServiceSpec service, ActivationSpec spec, ServiceActivation activation)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(service, EnvcJson.Default.ServiceSpec));
        text.Append('\0').Append(spec.Roots.GetValueOrDefault(service.Group)).Append('\0').Append(activation.Target);
        foreach (var variable in spec.Vars)
            text.Append('\0').Append(variable.Name).Append('=').Append(activation.Variables.GetValueOrDefault(variable.Name));
        return ManagedSha256.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
