namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>
/// Where credentials may be exchanged for a token. A registry names that place itself (<c>realm</c>), so a registry that is not to be trusted could have
/// them sent anywhere. They are sent only over https, or to loopback where the registry is on it too or plain HTTP was asked for, and only to
/// <list type="number">
/// <item>the registry's own host,</item>
/// <item>a host below it (<c>auth.registry.example.com</c> of <c>registry.example.com</c>), which belongs to whoever has the registry's,</item>
/// <item>the known place of a public registry that has another one,</item>
/// <item>a host that the person's configuration names.</item>
/// </list>
/// Refused: *hosts with the same ending*, because without a list of public endings <c>registry.co.uk</c> and <c>thief.co.uk</c> look like siblings.
/// </summary>
internal static class RealmRule
{
    private static readonly (string Registry, string Realm)[] s_known = [("registry-1.docker.io", "auth.docker.io"), ("registry.gitlab.com", "gitlab.com")];

    /// <summary>Why credentials may not go there, or null when they may.</summary>
    /// <param name="registry">Base address of the registry.</param>
    /// <param name="realm">Where tokens are given.</param>
    /// <param name="allowedHosts">What the configuration allows for this registry.</param>
    internal static string? Problem(Uri registry, Uri realm, IReadOnlyList<string> allowedHosts)
    {
        var isPlainBoth = registry.Scheme == Uri.UriSchemeHttp && realm.Host == registry.Host;
        if (realm.Scheme != Uri.UriSchemeHttps && !isPlainBoth && !(RegistryHosts.IsLoopback(realm) && RegistryHosts.IsLoopback(registry)))
            return "it is not reached by https";
        if (RegistryHosts.IsLoopback(realm) && RegistryHosts.IsLoopback(registry))
            return null;
        return realm.Host == registry.Host
            || realm.Host.EndsWith("." + registry.Host, StringComparison.Ordinal)
            || s_known.Contains((registry.Host, realm.Host))
            || allowedHosts.Contains(realm.Host, StringComparer.OrdinalIgnoreCase)
            ? null
            : "it is another host";
    }
}
