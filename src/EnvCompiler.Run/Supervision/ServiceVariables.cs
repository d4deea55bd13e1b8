using EnvCompiler.Model.Generations;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// The variables a service is started with. Weakest first: <c>[vars]</c> defaults, the service's settings, the caller's
/// variables, plain <c>[vars]</c>, the service's own <c>vars</c>. A backend's defaults are weaker still and its own business.
/// </summary>
public static class ServiceVariables
{
    /// <summary>Puts them together.</summary>
    public static Dictionary<string, string> Of(ServiceSpec spec, ServiceActivation activation)
    {
        var variables = new Dictionary<string, string>(activation.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in spec.Settings)
        {
            if (!variables.ContainsKey(name) || activation.Defaulted.Contains(name, StringComparer.Ordinal))
                variables[name] = value;
        }

        foreach (var (name, value) in spec.Vars)
            variables[name] = value;
        return variables;
    }
}
