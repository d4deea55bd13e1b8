using System.Globalization;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[services.NAME]</c>.</summary>
internal static class ServiceBinder
{
    internal static readonly string[] Signals = ["TERM", "INT", "HUP", "QUIT", "KILL", "USR1", "USR2"];

    internal static Tuple<bool, OrderedDictionary<string, ServiceDefinition>> BindAll(TableReader services)
    {
        services.Since("1.12.0", "auto-start");
        DependencyBinder.CheckCircles(services);
        return Tuple.Create(services.Boolean("auto-start") ?? false, services.Others(Bind));
    }

    private static ServiceDefinition Bind(TableReader service)
    {
        service.ForLater("systemd", key => service.Check(key, DeploymentBinder.CheckUnit));
        var definition = new ServiceDefinition
        {
            Command = service.String("command"),
            Backend = service.String("backend"),
            Model = service.String("model"),
            Settings = service.Map("settings", bindTable: null, "a string, a number or a boolean", BindSetting),
            Vars = service.StringMap("vars"),
            Startup = service.Table("startup", ProbeBinder.BindUntilAnswered),
            Ready = service.Table("ready", ProbeBinder.BindUntilAnswered),
            Live = service.Table("live", ProbeBinder.BindLive),
            Warmup = WarmupBinder.Bind(service, "warmup"),
            Gpus = GpuBinder.Bind(service, "gpus"),
            DependsOn = DependencyBinder.Bind(service, "depends-on"),
            Restart = RestartBinder.Bind(service, "restart"),
            Shutdown = service.Table("shutdown", BindShutdown),
            Log = service.Table("log", BindLog),
            IsDaemon = service.Boolean("is-daemon") ?? false,
            Limits = service.Table("limits", LimitsBinder.Bind),
            WhenOrphaned = LimitsBinder.BindOrphaned(service, "when-orphaned"),
            Systems = SystemNames.Read(service),
            When = service.Condition("when"),
        };
        foreach (var name in definition.Vars.Keys)
            NameRule.CheckVariable(service, service.PlaceAt(KeyPath.Append(service.PathOf("vars"), name)), name);
        return definition with { Group = service.String("group") ?? definition.Group };
    }

    /// <summary>What no key says alone.</summary>
    internal static void CheckAll(TableReader root, Manifest manifest)
    {
        var groups = new HashSet<string>(StringComparer.Ordinal) { PackageRequest.DefaultGroup };
        groups.UnionWith(manifest.Install.Values.Select(package => package.PkgGroup));
        foreach (var (name, service) in manifest.Services)
            Check(root, name, service, manifest, groups);
    }

    private static void Check(TableReader root, string name, ServiceDefinition service, Manifest manifest, HashSet<string> groups)
    {
        var path = KeyPath.Of("services", name);
        NameRule.CheckFileName(root, root.PlaceAt(path), "a service", name);
        if (!root.IsDamaged && service.Command is null == service.Backend is null)
            root.Report(ManifestDiagnostics.CommandOrBackend(root.PlaceAt(path), name, both: service.Command is not null));
        if (service.Backend is null && service.Command is not null)
        {
            ReportWithoutBackend(root, path, "model", service.Model is not null);
            ReportWithoutBackend(root, path, "settings", service.Settings.Count > 0);
            CheckAddresses(root, path, service);
        }

        if (service.Model is { } model && !manifest.Models.ContainsKey(model) && !root.MayLackNames)
            root.Report(ManifestDiagnostics.UnknownModel(root.PlaceAt($"{path}.model"), name, model, manifest.Models.Keys));
        if (!groups.Contains(service.Group) && !root.MayLackNames)
            root.Report(ManifestDiagnostics.UnknownGroup(root.PlaceAt($"{path}.group"), name, service.Group, groups));
        if (service.Gpus is not null && service.Vars.ContainsKey("CUDA_VISIBLE_DEVICES"))
            root.Report(ManifestDiagnostics.ExactlyOne(root.PlaceAt($"{path}.vars.CUDA_VISIBLE_DEVICES"), path, ["gpus", "vars.CUDA_VISIBLE_DEVICES"]));
        if (service is { IsDaemon: true, Shutdown: not { Command: not null } } && !root.IsDamaged)
            root.Report(ManifestDiagnostics.DaemonWithoutShutdown(root.PlaceAt($"{path}.is-daemon"), name));
    }

    private static void ReportWithoutBackend(TableReader root, string path, string key, bool isThere)
    {
        if (isThere)
            root.Report(ManifestDiagnostics.NeedsKey(root.PlaceAt($"{path}.{key}"), $"{path}.{key}", "backend"));
    }

    // Only a backend says where its service listens.
    private static void CheckAddresses(TableReader root, string path, ServiceDefinition service)
    {
        foreach (var (key, probe) in new[] { ("startup", service.Startup), ("ready", service.Ready), ("live", service.Live) })
        {
            if (probe?.Http?.StartsWith('/') == true)
                ReportPath($"{path}.{key}.http", probe.Http);
            if (probe?.Tcp == Probe.OwnEndpoint)
                ReportWithoutBackend(root, path, $"{key}.tcp", isThere: true);
        }

        foreach (var request in service.Warmup ?? [])
        {
            if (request.Http is null)
                ReportWithoutBackend(root, path, "warmup", isThere: true);
            else if (request.Http.StartsWith('/'))
                ReportPath($"{path}.warmup", request.Http);
        }

        void ReportPath(string at, string value) => root.Report(ManifestDiagnostics.PathWithoutEndpoint(root.PlaceAt(at), at, value));
    }

    /// <summary>Settings are text for the backend; TOML's own types are written as a command line would have them.</summary>
    private static string? BindSetting(TomlValue value) => value switch
    {
        TomlString text => text.Value,
        TomlInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        TomlBoolean boolean => boolean.Value ? "true" : "false",
        _ => null,
    };

    private static LogRotation BindLog(TableReader log)
    {
        var defaults = new LogRotation();
        return new LogRotation
        {
            MaxSize = log.Size("max-size") ?? defaults.MaxSize,
            MaxAge = log.Duration("max-age"),
            Keep = log.Integer("keep", 0, 1000) ?? defaults.Keep,
        };
    }

    private static Shutdown BindShutdown(TableReader shutdown)
    {
        var defaults = new Shutdown { Command = shutdown.String("command") };
        return defaults with
        {
            Signal = shutdown.OneOf("signal", Signals) ?? defaults.Signal,
            Timeout = shutdown.Duration("timeout") ?? defaults.Timeout,
        };
    }
}
