namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>Programs whose work composing does for every root (<c>Composing/Caches</c>): what a script would have them print goes nowhere.</summary>
internal static class ComposingTools
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "glib-compile-schemas", "gdk-pixbuf-query-loaders", "gtk-query-immodules-2.0", "gtk-query-immodules-3.0", "update-mime-database", "dot", "libgvc6-config-update",
    };

    /// <summary>Whether composing does what the program does.</summary>
    public static bool Contains(string program) => Names.Contains(program);
}
