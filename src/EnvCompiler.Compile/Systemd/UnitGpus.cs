using System.Globalization;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Systemd;

/// <summary>
/// The GPUs of services that ask for a number of them. A supervisor that has all services gives each its own; units start by themselves and know nothing of each other, so theirs are
/// counted out beforehand: from 0, in the order of the services' names, without those that another service names.
/// </summary>
internal static class UnitGpus
{
    /// <summary><c>CUDA_VISIBLE_DEVICES</c> by service, for those that ask for a number of GPUs.</summary>
    internal static IReadOnlyDictionary<string, string> Of(ServiceGraph graph)
    {
        var named = graph.Services.Values.SelectMany(service => service.Gpus?.Devices ?? []).ToHashSet(StringComparer.Ordinal);
        var free = Enumerable.Range(0, int.MaxValue).Select(index => index.ToString(CultureInfo.InvariantCulture)).Where(index => !named.Contains(index)).GetEnumerator();
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, service) in graph.Services)
        {
            if (service.Gpus is not { Count: > 0 and var count })
                continue;
            var devices = new List<string>();
            while (devices.Count < count && free.MoveNext())
                devices.Add(free.Current);
            given[name] = string.Join(',', devices);
        }

        return given;
    }
}
