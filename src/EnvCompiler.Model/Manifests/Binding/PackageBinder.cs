namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[install.ID]</c>.</summary>
internal static class PackageBinder
{
    internal static PackageRequest Bind(TableReader package)
    {
        package.NotYet("when", "flake", "store-path", "url", "sha256", "bin");
        package.NoEffect("outputs");
        var request = new PackageRequest
        {
            PkgPath = ReadPkgPath(package),
            Version = package.String("version"),
            Systems = SystemNames.Read(package),
        };
        return request with
        {
            PkgGroup = package.String("pkg-group") ?? request.PkgGroup,
            Priority = package.Integer("priority", 0, 1000) ?? request.Priority,
        };
    }

    private static string ReadPkgPath(TableReader package) =>
        package.IsArray("pkg-path") ? string.Join('.', package.Strings("pkg-path") ?? [])
        : package.Has("flake") || package.Has("store-path") ? package.String("pkg-path") ?? ""
        : package.RequiredString("pkg-path");
}
