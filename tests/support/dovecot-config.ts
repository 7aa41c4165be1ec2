// dovecot's settings for one mailbox on loopback, run by an ordinary user; the names changed with 2.4.

interface Wanted {
	version: string;
	folder: string;
	port: number;
	user: string;
	group: string;
	uid: number;
	gid: number;
	password: string;
}

export function configuration(wanted: Wanted): string {
	const names = Number(wanted.version.split('.')[1]) >= 4 ? since24(wanted) : before24(wanted);
	return `${names}
base_dir = ${wanted.folder}/run
state_dir = ${wanted.folder}/state
log_path = ${wanted.folder}/log
ssl = no
listen = 127.0.0.1
auth_failure_delay = 0
default_internal_user = ${wanted.user}
default_internal_group = ${wanted.group}
default_login_user = ${wanted.user}
first_valid_uid = ${wanted.uid}
first_valid_gid = ${wanted.gid}
# Only root may change a process's root.
service imap-login {
  chroot =
  inet_listener imap {
    port = ${wanted.port}
  }
}
service anvil {
  chroot =
  # Wrong passwords are meant here, and not to be made to wait for.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}

const before24 = ({ folder, uid, gid, password }: Wanted) => `
protocols = imap
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}`;

const since24 = ({ folder, uid, gid, password }: Wanted) => `dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {
  imap = yes
}
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ${folder}/mail
passdb static {
  password = ${password}
}
userdb static {
  fields {
    uid = ${uid}
    gid = ${gid}
    home = ${folder}
  }
}`;
