using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Reads the configuration of host and user. Only commands that need it do so: it is no part of any start.</summary>
internal static class ConfigurationFiles
{
    /// <summary>Both files of this machine and person.</summary>
    internal static Result<EffectiveConfiguration> Load()
    {
        var (user, isNamed) = HostPlaces.UserConfiguration;
        return Load(HostPlaces.HostConfiguration, user, isNamed);
    }

    /// <summary>Both files; one that is not there says nothing.</summary>
    /// <param name="hostPath">The host's.</param>
    /// <param name="userPath">The user's.</param>
    /// <param name="isNamed">The user's was asked for by name, so it must be there.</param>
    /// <returns>What they say together, or all problems of both.</returns>
    internal static Result<EffectiveConfiguration> Load(string hostPath, string userPath, bool isNamed)
    {
        if (isNamed && !File.Exists(userPath))
            return CommandLineDiagnostics.NoConfiguration(userPath);
        var (host, user) = (Read(hostPath), Read(userPath));
        return host is { Ok: false } || user is { Ok: false }
            ? Result<EffectiveConfiguration>.Failure([.. host?.Diagnostics ?? [], .. user?.Diagnostics ?? []])
            : new EffectiveConfiguration(host?.Value, user?.Value);
    }

    private static Result<ConfigurationFile>? Read(string path) => File.Exists(path) ? ConfigurationReader.Read(path, File.ReadAllBytes(path)) : null;
}
