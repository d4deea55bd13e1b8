namespace EnvCompiler.Store.Collecting;

/// <summary>What running processes are in, whatever generations there still are: by what is mounted for them.</summary>
internal static class RunningProcesses
{
    /// <summary>Adds what is mounted for processes that this user may look at.</summary>
    internal static void AddTo(StoreNeeds needs)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(directory["/proc/".Length])))
            StoreNames.AddTo(needs, Mounts(process));
    }

    private static string Mounts(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "mountinfo"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return "";
        }
    }
}
