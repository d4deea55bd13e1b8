namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>
/// Programs whose work a root may miss. They cannot be run (they belong to the root and read its state), and what they do is not done
/// otherwise: the reader says so instead of asking for a review of each script that calls them.
/// </summary>
internal static class SkippedTools
{
    private const string Apache = "Apache modules, sites and configurations are not enabled";
    private const string Php = "PHP extensions are not enabled";
    private const string Tex = "TeX has no file name database, font maps and formats";
    private const string Dictionaries = "no default dictionary or word list is chosen, and no hash tables of dictionaries are made";
    private const string Emacs = "Emacs add-ons are not byte-compiled or set up";
    private const string Fonts = "directories of X core fonts have no index";
    private const string Xml = "XML and SGML catalogs are not registered: DTDs and style sheets are not found by their public names";
    private const string Databases = "no database is created";
    private const string Keys = "no keys or certificates of this machine are generated";
    private const string Blends = "menus of Debian blends are not generated";

    private static readonly Dictionary<string, string> Losses = new(StringComparer.Ordinal)
    {
        ["a2enmod"] = Apache, ["a2enconf"] = Apache, ["a2ensite"] = Apache, ["a2dismod"] = Apache, ["a2disconf"] = Apache, ["a2dissite"] = Apache, ["apache2_invoke"] = Apache,
        ["php_invoke"] = Php, ["phpquery"] = Php, ["phpenmod"] = Php, ["phpdismod"] = Php,
        ["mktexlsr"] = Tex, ["texhash"] = Tex, ["updmap"] = Tex, ["updmap-sys"] = Tex, ["fmtutil"] = Tex, ["fmtutil-sys"] = Tex, ["update-texmf"] = Tex, ["update-texmf-config"] = Tex,
        ["update-updmap"] = Tex, ["update-fmtutil"] = Tex, ["update-language"] = Tex, ["mtxrun"] = Tex, ["luaotfload-tool"] = Tex, ["tl-paper"] = Tex,
        ["update-dictcommon-aspell"] = Dictionaries, ["update-dictcommon-hunspell"] = Dictionaries, ["update-default-wordlist"] = Dictionaries, ["update-default-ispell"] = Dictionaries,
        ["update-default-aspell"] = Dictionaries, ["aspell-autobuildhash"] = Dictionaries, ["ispell-autobuildhash"] = Dictionaries, ["dictdconfig"] = "`dictd` has no list of its dictionaries",
        ["emacs-package-install"] = Emacs, ["emacs-install"] = Emacs, ["emacs-remove"] = Emacs, ["emacs-package-remove"] = Emacs,
        ["update-fonts-scale"] = Fonts, ["update-fonts-dir"] = Fonts, ["update-fonts-alias"] = Fonts, ["mkfontdir"] = Fonts, ["update-xfonts-traditional"] = Fonts, ["mkfontscale"] = Fonts, ["update-gsfontmap"] = "Ghostscript has no generated font map",
        ["update-xmlcatalog"] = Xml, ["update-catalog"] = Xml, ["install-sgmlcatalog"] = Xml,
        ["dbc_go"] = Databases, ["dbc_config"] = Databases, ["dbc_write_global_config"] = Databases, ["configure_client_version"] = "manual pages of PostgreSQL have no generic names", ["configure_version"] = Databases, ["pg_createcluster"] = Databases, ["mariadb-install-db"] = Databases,
        ["ssh-keygen"] = Keys, ["make-ssl-cert"] = Keys, ["openssl"] = Keys,
        ["blend-update-menus"] = Blends, ["blend-update-usermenus"] = Blends, ["blend-user"] = Blends,
        ["dconf"] = "databases of dconf are not compiled",
        ["ghc-pkg"] = "the package database of GHC has no cache", ["odbcinst"] = "ODBC drivers are not registered", ["octave"] = "packages of Octave are not registered",
        ["update-perl-sax-parsers"] = "SAX parsers of Perl are not registered", ["locale-gen"] = "only the locale C.UTF-8 exists", ["update-locale"] = "only the locale C.UTF-8 exists",
        ["rebuild-security-providers"] = "security providers of Java are not registered",
        ["vim-addons"] = "add-ons of Vim are not enabled", ["helpztags"] = "help of add-ons of Vim has no index", ["click"] = "hooks of click packages are not run",
        ["update-icecc-symlinks"] = "compilers are not linked for distribution", ["update-ccache-symlinks"] = "compilers are not linked to ccache",
        ["mono"] = "assemblies of Mono are not compiled ahead", ["gacutil"] = "assemblies are not in the global cache", ["update-cracklib"] = "cracklib has no dictionary",
        ["register-common-lisp-source"] = "Common Lisp sources are not registered",
        ["update-openoffice-dicts"] = Dictionaries, ["setupcon"] = "the console is not set up",
    };

    /// <summary>What the root misses without the program.</summary>
    /// <returns>Null when it is not one of these.</returns>
    public static string? LossWithout(string program) => Losses.GetValueOrDefault(program);
}
