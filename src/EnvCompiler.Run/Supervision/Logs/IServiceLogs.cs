using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>The log of each service.</summary>
internal interface IServiceLogs : IDisposable
{
    /// <summary>The log of a service, from now on with these limits.</summary>
    IServiceLog Of(string service, LogRotation? rotation);

    /// <summary>The log of <c>hook.on-deactivate</c>.</summary>
    IServiceLog OfDeactivation();
}
