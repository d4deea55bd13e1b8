using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[build.NAME]</c>: Flox's keys, and what envc's catalogs ask for besides.</summary>
internal static class BuildBinder
{
    internal static readonly string[] Sandboxes = ["off", "warn", "enforce", "pure"];

    internal static BuildDefinition Bind(TableReader build)
    {
        build.Since("1.13.0", "sandbox-allow");
        build.NoEffect("license", key => build.Strings(key));
        return BindVersion(build, new BuildDefinition
        {
            Command = build.RequiredString("command"),
            Description = build.Text("description"),
            Sandbox = ReadSandbox(build),
            RuntimePackages = ReadRuntimePackages(build),
            Sms = ReadSms(build),
            Cuda = build.Formed("cuda", text => CudaVersion.TryParse(text, out _), "a version such as `\"12.8\"`"),
            Driver = build.Formed("driver", text => DriverVersion.TryParse(text, out _), "a version such as `\"570.26\"`"),
            CpuLevel = build.OneOf("cpu-level", [.. Gpu.CpuLevel.Names]),
            Optional = [.. (build.FormedItems("optional", PathRule.StaysInside, "a path below `$out`") ?? []).Select(path => path.Value)],
        });
    }

    // A manifest of Flox's stays usable; only `envc build NAME` refuses what it cannot hold.
    private static string ReadSandbox(TableReader build)
    {
        build.NoEffect("sandbox-allow", key => build.Strings(key));
        var sandbox = build.OneOf("sandbox", Sandboxes) ?? BuildDefinition.NoSandbox;
        if (sandbox is "warn" or "enforce")
            build.Since("1.13.0", "sandbox");
        return sandbox;
    }

    private static BuildDefinition BindVersion(TableReader build, BuildDefinition definition)
    {
        if (build.Any("version") is not TomlTable)
            return definition with { Version = build.Text("version") };
        var bound = build.Table("version", version => definition with
        {
            VersionFile = version.Formed("file", PathRule.StaysInside, "a path below the environment's directory"),
            VersionCommand = ReadVersionCommand(version),
        });
        return bound ?? definition;
    }

    private static string? ReadVersionCommand(TableReader version)
    {
        if (version.Has("file") == version.Has("command") && !version.IsDamaged)
            version.Report(ManifestDiagnostics.OneOfTwo(version.Place, version.Path, "file", "command"));
        return version.Text("command");
    }

    private static IReadOnlyList<string>? ReadRuntimePackages(TableReader build)
    {
        if (build.PlacedStrings("runtime-packages") is not { } ids)
            return null;
        foreach (var (id, place) in ids)
            build.CheckReference(place, build.PathOf("runtime-packages"), "install", id);
        return [.. ids.Select(id => id.Value)];
    }

    private static List<string> ReadSms(TableReader build)
    {
        var sms = build.FormedItems("sms", text => SmVersion.TryParse(text, out _), "an SM such as `\"sm_90\"`") ?? [];
        return [.. sms.Select(sm => sm.Value)];
    }
}
