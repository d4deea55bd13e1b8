using System.Globalization;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>gpus</c> of a service.</summary>
internal static class GpuBinder
{
    internal const int Most = 1024;
    private const string Form = "a number of GPUs or a list of their indexes or UUIDs";

    internal static GpuRequest? Bind(TableReader service, string key)
    {
        switch (service.Any(key))
        {
            case null:
                return null;
            case TomlInteger:
                return service.Integer(key, 0, Most) is { } count ? new GpuRequest { Count = count } : null;
            case TomlArray { Items.Count: > 0 }:
                return BindDevices(service, key);
            case var other:
                service.RefuseType(key, other, Form);
                return null;
        }
    }

    private static GpuRequest BindDevices(TableReader service, string key)
    {
        var devices = service.Items(key, Form, DeviceOf) ?? [];
        if (devices.FirstOrDefault(device => devices.Count(other => string.Equals(other, device, StringComparison.OrdinalIgnoreCase)) > 1) is { } twice)
            service.Report(ManifestDiagnostics.BadForm(service.PlaceOfValue(key), service.PathOf(key), "a list that names each GPU once", twice));
        return new GpuRequest { Devices = devices };
    }

    private static string? DeviceOf(TomlValue item) => item switch
    {
        TomlInteger { Value: >= 0 and < Most } index => index.Value.ToString(CultureInfo.InvariantCulture),
        TomlString { Value: var text } when IsUuid(text) || (text.Length is > 0 and < 5 && text.All(char.IsAsciiDigit)) => text,
        _ => null,
    };

    // It becomes part of a list in a variable.
    private static bool IsUuid(string text) =>
        (text.StartsWith("GPU-", StringComparison.Ordinal) || text.StartsWith("MIG-", StringComparison.Ordinal))
        && text.Length > 4 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/');
}
