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
            PkgPath = package.IsArray("pkg-path")
                ? string.Join('.', package.Strings("pkg-path") ?? [])
                : package.RequiredString("pkg-path"),
            Version = package.String("version"),
            Systems = SystemNames.Read(package),
        };
        return request with
        {
            PkgGroup = package.String("pkg-group") ?? request.PkgGroup,
            Priority = package.Integer("priority", 0, 1000) ?? request.Priority,
        };
    }
}
