using System.Text;

namespace EnvCompiler.Host.Processes;

/// <summary>Reads files of <c>/proc</c>, whose processes come and go between listing and reading.</summary>
internal static class ProcFile
{
    /// <summary>The whole text; null when there is no such process (ENOENT, ESRCH) or it is somebody else's.</summary>
    internal static string? TryRead(string path)
    {
        // An exception costs milliseconds, and processes that have ended are asked for at every activation.
        if (!File.Exists(path))
            return null;
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
