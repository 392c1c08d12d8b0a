META
key;value
description;Iuran warga RT 03
country;Indonesia
unit;RT 03
instance;2026
num_projects;4
num_votes;7
budget;1400000
vote_type;approval
rule;equalshares
PROJECTS
project_id;cost;votes;name
selokan;700000;4;Selokan depan masjid
lampu-2;350000;4;"Lampu gang; yang mati"
pos.1;900000;2;Pos ronda
rumput;0;1;Potong rumput
VOTES
voter_id;age;vote
1;31;selokan,lampu-2
2;;selokan,lampu-2
3;45;selokan
4;62;selokan,rumput
5;;lampu-2,pos.1
6;19;pos.1,lampu-2
7;50;
