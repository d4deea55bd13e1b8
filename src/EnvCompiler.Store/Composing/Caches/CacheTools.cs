namespace EnvCompiler.Store.Composing.Caches;

/// <summary>The programs that are run for a root: without what they make, other programs end or see nothing.</summary>
internal static class CacheTools
{
    private const string Schemas = "usr/share/glib-2.0/schemas";
    private const string Pixbuf = "usr/lib/{triplet}/gdk-pixbuf-2.0";
    private const string Gtk2 = "usr/lib/{triplet}/gtk-2.0/2.10.0";
    private const string Gtk3 = "usr/lib/{triplet}/gtk-3.0/3.0.0";
    private const string Graphviz = "usr/lib/{triplet}/graphviz";
    private const string InputMethods = "GTK has no input methods";

    /// <summary>All of them; none reads what another makes.</summary>
    public static readonly CacheTool[] All =
    [
        new("usr/lib/{triplet}/glib-2.0/glib-compile-schemas", Schemas, Schemas, "GSettings has no compiled schemas: desktop programs that use it end at once")
        {
            Arguments = ["--targetdir={scratch}", "{input}"],
        },
        new(Pixbuf + "/gdk-pixbuf-query-loaders", Pixbuf + "/2.10.0/loaders", Pixbuf + "/2.10.0", "pictures of some formats are not shown")
        {
            Arguments = ["{files}"],
            Printed = "loaders.cache",
        },
        new("usr/bin/update-mime-database", "usr/share/mime/packages", "usr/share/mime", "types of files are not recognised")
        {
            Arguments = ["-n", "{scratch}"],
            LinkedInput = "packages",
        },
        new("usr/lib/{triplet}/libgtk-3-0t64/gtk-query-immodules-3.0", Gtk3 + "/immodules", Gtk3, InputMethods) { Arguments = ["{files}"], Printed = "immodules.cache" },
        new("usr/lib/{triplet}/libgtk2.0-0t64/gtk-query-immodules-2.0", Gtk2 + "/immodules", Gtk2, InputMethods) { Arguments = ["{files}"], Printed = "immodules.cache" },
        new("usr/bin/dot", Graphviz, Graphviz, "Graphviz has no list of its plug-ins")
        {
            Arguments = ["-c"],
            Variables = ["GVBINDIR={scratch}"],
            LinkedInput = "*",
        },
    ];
}
