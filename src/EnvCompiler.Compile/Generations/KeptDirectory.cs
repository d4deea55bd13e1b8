using System.Globalization;

namespace EnvCompiler.Compile.Generations;

/// <summary>Names of directories that keep what is replaced: the time, to the millisecond.</summary>
internal static class KeptDirectory
{
    /// <summary>The first name from this time on that is free: what failed half-way may have left one a moment ago. The environment is held, so it stays free.</summary>
    /// <param name="parent">Absolute directory; it need not be there.</param>
    /// <param name="now">The time.</param>
    internal static string FreeName(string parent, DateTimeOffset now)
    {
        while (true)
        {
            var name = now.UtcDateTime.ToString("yyyyMMddTHHmmssfffZ", CultureInfo.InvariantCulture);
            if (!Directory.Exists(Path.Combine(parent, name)))
                return name;
            now = now.AddMilliseconds(1);
        }
    }
}
