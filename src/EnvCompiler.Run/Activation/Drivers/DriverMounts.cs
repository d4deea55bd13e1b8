using System.Text;

namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>The driver inside a root that is not composed at each activation: what is bound, what is made.</summary>
/// <param name="Binds">File of the host by absolute path inside.</param>
/// <param name="Links">Target by absolute path inside.</param>
/// <param name="Files">Content by absolute path inside: what names the driver to the loaders, the dynamic one among them.</param>
public sealed record DriverMounts(IReadOnlyDictionary<string, string> Binds, IReadOnlyDictionary<string, string> Links, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Makes them; all are empty for a host without the driver.</summary>
    /// <param name="driver">The host's driver.</param>
    /// <param name="rootFileSystem">The root whose linker cache they join.</param>
    public static DriverMounts Of(DriverFiles driver, string rootFileSystem)
    {
        var binds = driver.Libraries.ToDictionary(library => $"{DriverPlaces.Libraries}/{library.Key}", library => library.Value, StringComparer.Ordinal);
        foreach (var (name, file) in driver.Programs)
            binds[$"{DriverPlaces.Programs}/{name}"] = file;
        var links = driver.Links.ToDictionary(link => $"{DriverPlaces.Libraries}/{link.Key}", link => link.Value, StringComparer.Ordinal);
        var files = driver.LoaderFiles.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal);
        if (driver.Libraries.Count > 0)
        {
            var cache = rootFileSystem + "/etc/ld.so.cache";
            var places = driver.LibraryNames.ToDictionary(name => name, name => $"{DriverPlaces.Libraries}/{name}", StringComparer.Ordinal);
            files["/etc/ld.so.cache"] = LinkerCacheFile.Add(File.Exists(cache) ? File.ReadAllBytes(cache) : [], places);
        }

        return new DriverMounts(binds, links, files);
    }
}
