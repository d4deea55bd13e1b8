namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>
/// Programs that a composed root can do without. A program belongs here when all that it changes is one of: the running system, the books of
/// dpkg and debconf, owners and modes (files of a root belong to the store), or a cache that only makes programs faster.
/// </summary>
internal static class NeedlessTools
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // Of the shell.
        "umask", "trap", "wait", "ulimit", "times", "sleep", "alias", "hash", "kill", "logger", "sync", "ldd", "su", "runuser", "start-stop-daemon",

        // They read and print.
        "awk", "gawk", "mawk", "cut", "tr", "sort", "uniq", "head", "tail", "wc", "ls", "find", "stat", "readlink", "realpath", "date", "uname", "sed", "expr", "seq", "cmp", "diff",
        "hostname", "md5sum", "sha1sum", "sha256sum", "od", "df", "du", "egrep", "xargs", "file", "ps", "pidof", "pgrep", "whoami", "nproc", "arch", "lsb_release", "tty", "fold", "rev", "tac", "paste", "comm",
        "getconf", "locale", "udevadm", "lsmod", "mountpoint", "findmnt", "mount", "umount", "blkid", "xmlcatalog", "ss", "netstat",

        // Services, devices and kernel modules of a running system.
        "deb-systemd-helper", "deb-systemd-invoke", "systemctl", "invoke-rc.d", "update-rc.d", "service", "systemd-tmpfiles", "systemd-sysusers", "systemd-machine-id-setup", "journalctl",
        "systemd-hwdb", "systemd-sysext", "rc-update", "rc-service", "initctl", "dbus-send", "gdbus", "busctl", "killall", "pkill", "depmod", "modprobe", "rmmod", "update-initramfs", "update-shells", "systemd-sysctl", "systemd-update-helper", "update-grub", "dkms", "sysctl", "update-binfmts", "dbus-uuidgen", "runit-helper", "insserv", "linux-run-hooks", "linux-update-symlinks", "linux-check-removal", "vgcfgbackup", "selinux_compile_fcontexts", "kmod", "udevd", "nvme", "lspci", "lsusb", "dpkg-vendor", "runlevel", "paperconf", "java",
        "udev-trigger", "apparmor_parser", "aa-enabled", "setcap", "getcap", "ischroot", "pam-auth-update", "update-inetd", "policy-rc.d", "firewalld", "semodule", "restorecon", "selinuxenabled",

        // Books of the packaging system and of debconf.
        "dpkg-maintscript-helper", "dpkg-trigger", "dpkg-statoverride", "dpkg-preconfigure", "apt-get", "apt-config", "ucfr", "update-menus", "db_version", "db_stop", "db_purge", "db_register", "db_unregister", "db_title", "db_settitle",
        "db_capb", "db_beginblock", "db_endblock", "db_info", "db_exist", "db_progress", "db_reset", "db_fset", "db_clear", "db_x_loadtemplatefile", "install-docs", "dhelp_parse", "debconf-set-selections", "debconf",

        // Owners and modes.
        "chown", "chmod", "chgrp", "setfacl", "chattr", "chcon",

        // Passwords, and what nobody logs in for.
        "passwd", "usermod", "chage", "deluser", "delgroup", "userdel", "groupdel", "chfn", "pwconv", "grpconv", "shadowconfig",

        // Caches: programs are slower without.
        "ldconfig", "py3compile", "pycompile", "pypycompile", "pypy3compile", "py3clean", "pyclean", "pypyclean", "pypy3clean", "fc-cache", "gio-querymodules", "update-desktop-database", "gtk-update-icon-cache",
        "update-icon-caches", "update-mime", "mandb", "update-info-dir", "install-info", "appstreamcli", "update-xmlcatalog-cache", "update-app-install", "update-command-not-found", "updatedb", "update-apt-xapian-index", "update-python-modules",
    };

    /// <summary>Whether a root can do without what the program does.</summary>
    public static bool Contains(string program) => Names.Contains(program);
}
