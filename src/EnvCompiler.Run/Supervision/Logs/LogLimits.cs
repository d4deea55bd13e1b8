using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>When a log file is full, and how many old ones are kept.</summary>
/// <param name="MaxBytes">Bytes before a new file is begun.</param>
/// <param name="MaxAge">Age of the first line before a new file is begun; null for any.</param>
/// <param name="Keep">Old files.</param>
internal readonly record struct LogLimits(long MaxBytes, TimeSpan? MaxAge, int Keep)
{
    /// <summary>64 MiB and one old file.</summary>
    internal static readonly LogLimits Default = Of(new LogRotation());

    /// <summary>What a service's <c>log</c> says.</summary>
    internal static LogLimits Of(LogRotation rotation) => new(rotation.MaxBytes, rotation.MaxAge, rotation.Keep);
}
