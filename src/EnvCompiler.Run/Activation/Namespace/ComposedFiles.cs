using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>The files of a root's <c>/etc</c> that are made from the root's and the host's together; they are bound over the root's.</summary>
/// <param name="host">The host and user.</param>
/// <param name="writer">Writes.</param>
/// <param name="processes">Runs <c>getent</c>.</param>
internal sealed class ComposedFiles(HostContext host, FileWriter writer, IProcessRunner processes)
{
    private const string LinkerCache = "/etc/ld.so.cache";

    /// <summary>Writes them.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="root">The root in the store.</param>
    /// <param name="driver">The host's driver.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    /// <returns>Their places here, by absolute path inside.</returns>
    internal async Task<IReadOnlyDictionary<string, string>> WriteAsync(
        string directory, string root, DriverFiles driver, CancellationToken cancellation)
    {
        writer.EnsureDirectory(directory);
        var (user, groups) = await new UserDatabase(processes).CallerAsync(host.UserId, host.Home, cancellation);
        var texts = new Dictionary<string, string>(driver.LoaderFiles, StringComparer.Ordinal)
        {
            ["/etc/passwd"] = UserDatabase.Merge(ReadOrEmpty(root + "/etc/passwd"), user),
            ["/etc/group"] = UserDatabase.Merge(ReadOrEmpty(root + "/etc/group"), groups),
        };
        if (CertificateBundle.Compose(host.HostRoot, root) is { } certificates)
            texts[CertificateBundle.Place] = certificates;

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, text) in texts)
        {
            files[place] = Path.Combine(directory, Path.GetFileName(place));
            writer.Replace(files[place], text);
        }

        if (driver.Libraries.Count > 0)
        {
            files[LinkerCache] = Path.Combine(directory, Path.GetFileName(LinkerCache));
            var places = driver.LibraryNames.ToDictionary(name => name, name => $"{DriverPlaces.Libraries}/{name}");
            writer.Replace(files[LinkerCache], LinkerCacheFile.Add(File.Exists(root + LinkerCache) ? File.ReadAllBytes(root + LinkerCache) : [], places));
        }

        return files;
    }

    private static string ReadOrEmpty(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
